"""The questionnaire and the client's own case page."""
