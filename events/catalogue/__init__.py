"""The catalogue: every fact that can happen, by noun."""
