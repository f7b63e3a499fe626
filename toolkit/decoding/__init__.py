"""From segments to hypotheses with any engine: batches, clause pieces, guards and second attempts."""
