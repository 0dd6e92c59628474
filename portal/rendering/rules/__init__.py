"""Rules as people read them."""
