"""What the fair office takes along as files: signs for the stands, and the logos."""
