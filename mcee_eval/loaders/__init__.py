"""file → checked frame + Receipt."""
