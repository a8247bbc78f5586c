"""A filing → what goes on the website: nothing in it that is nobody's business."""
