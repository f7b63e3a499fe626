"""Many workers: processes of this machine, or actors of a Ray cluster. Knows nothing of what the work is."""
