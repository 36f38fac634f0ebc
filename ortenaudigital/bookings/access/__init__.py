"""Who may book what is not for everyone: invitations, codes, mail domains; how many of it."""
