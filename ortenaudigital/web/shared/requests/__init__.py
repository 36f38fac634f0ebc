"""What a request brings: its body, its size, its values and its address."""
