"""The front page by post: each post's own questions, answered from what stands.

`posts` says which page a post gets and of which sections it is made; `sections` answers each;
`parts` is where a capability that comes later registers what it adds.
"""

from hamgam.web.front.page import front, people_of_demo

__all__ = ["front", "people_of_demo"]
