"""Publishing from the desk: publish, schedule, preview, share a preview."""
