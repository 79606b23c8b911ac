"""From what a message means to what is answered: pure functions, no web, no Rasa, no database."""
