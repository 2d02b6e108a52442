"""An AWS on the laptop: moto, completed for the resources that the stacks use."""
