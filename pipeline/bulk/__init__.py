"""The bulk job: what there is, what is to be done, and engines that do it in guarded processes."""
