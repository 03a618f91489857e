"""What a plan, an intake or a complaint means, in words that a person can act on."""
