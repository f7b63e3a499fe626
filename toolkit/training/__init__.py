"""Fine-tune and train Marian models. Inference never imports this room."""
