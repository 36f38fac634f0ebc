"""The wait list: who wants places when all are gone, and who is offered those that come back."""
