"""What takes minutes: how fast the methods are, and whether they do what they claim. No part of the package."""
