"""Where should officials stand this week: tours of the sites where presence removes most delay."""
