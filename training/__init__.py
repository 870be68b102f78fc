"""Scripts that make the models in attribution/weights; LOG.md says what was tried."""
