"""The calculator in conversation: from ordinary language to an estimate with a chart, a calendar and a page."""
