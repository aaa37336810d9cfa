"""The ways to settle an overlap, computed: days that are tried, ways made of them, their order."""
