"""What operators do with a root that Distribution made."""
