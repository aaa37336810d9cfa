"""Who takes part: agencies as a tree, people and their posts, rights, delegation, tokens, inbox."""
