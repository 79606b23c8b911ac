"""The staff console's server side: accounts, sessions, cases, knowledge beside the conversation, figures."""
