"""The rule, and the Protected type: what may leave."""
