"""Invented people for demo mode: nobody here exists, every address is example.com's."""
