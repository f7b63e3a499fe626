"""Records to self-contained HTML, and reviewers' decisions back in."""
