"""What a closure costs those who pass: detours on the street graph, people and their hours."""
