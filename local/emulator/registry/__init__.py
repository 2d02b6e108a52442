"""The registry of images that stands behind the emulated ECR: pushed to and pulled from by any builder and any node."""
