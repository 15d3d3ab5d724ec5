"""The lookout: what the house tells of itself, and of nobody else.

Health, metrics and the log. Nothing personal is written down here.
"""
