"""Tables the training room ships."""
