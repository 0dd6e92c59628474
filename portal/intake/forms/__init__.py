"""The forms of the questionnaire, one module a topic."""
