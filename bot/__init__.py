"""The assistant that tells Norwegian employers what Nav can do for them.

Kept free of imports: `bot.nlu` is loaded by the Rasa environment (Python 3.10), everything else by Python 3.12+.
"""
