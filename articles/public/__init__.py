"""What every page of readers is made of: page cache, context, lists, leads, pagination."""
