"""Quality, fidelity and speed, measured with signatures."""
