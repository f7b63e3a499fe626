"""Find, fetch, verify and convert weights. The only room that may use the network."""
