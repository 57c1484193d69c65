"""English and French texts; numbers, dates and money by locale."""
