"""The sentences of explanations by language and key; braces are filled with what a plan tells."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PERSIAN: Mapping[str, str] = MappingProxyType(
    {
        "cheap": (
            "تمام‌کردنش از ارزان‌ترین‌هاست: هر میلیارد تومانِ مانده، ماهی {per} سود به "
            "مردم می‌رساند (رتبهٔ {rank} از {count})."
        ),
        "middle": (
            "در میانهٔ فهرست است: هر میلیارد تومانِ مانده، ماهی {per} سود به مردم "
            "می‌رساند (رتبهٔ {rank} از {count})."
        ),
        "dear": (
            "تمام‌کردنش گران است: هر میلیارد تومانِ مانده، ماهی تنها {per} سود به مردم "
            "می‌رساند (رتبهٔ {rank} از {count})."
        ),
        "order": "در ترتیب پایان‌ها، شمارهٔ {place} از {count} است.",
        "due": "وعدهٔ پایان آن {day} است.",
        "work": "منتظر چیزی نیست؛ کارش از همین حالا پیش می‌رود و تنها خودِ کار زمان می‌برد.",
        "ready": "منتظر آماده‌شدن است ({words})؛ از {day} می‌تواند آغاز شود.",
        "ready_bare": "منتظر آماده‌شدن زمین یا تأسیسات است؛ از {day} می‌تواند آغاز شود.",
        "money": "منتظر پول است: «{name}» پیش از {day} به آن نمی‌رسد.",
        "crew": "منتظر گروه «{name}» است که تا {day} سرِ پروژهٔ «{holder}» است.",
        "crew_off": "منتظر گروه «{name}» است که تا {day} در دسترس نیست.",
        "predecessor": "منتظر پروژهٔ «{name}» است؛ کار خودش از {day} آغاز می‌شود.",
        "season": "فصل ممنوع آن را نگه داشته است ({words})؛ از {day} باز می‌شود.",
        "season_bare": "فصل ممنوع آن را نگه داشته است؛ از {day} باز می‌شود.",
        "obstacle": "مانعی پیش روی آن است ({words}) که تا {day} برداشته می‌شود.",
        "obstacle_bare": "مانعی پیش روی آن است که تا {day} برداشته می‌شود.",
        "agreed": "زمان آن به کار دیگری داده شده است ({words})؛ نوبتش از {day} است.",
        "agreed_bare": "زمان آن به کار دیگری داده شده است؛ نوبتش از {day} است.",
        "apart": "نباید هم‌زمان با «{holder}» باز باشد؛ نوبتش از {day} است.",
        "free": ("چیزی آن را نگه نداشته است؛ برنامه کارهای سودمندتر را جلوتر گذاشته است."),
        "sooner_work": "یک ماه زودتر: تنها با نوبت کاری بیشتر، مانند شب‌کاری، شدنی است.",
        "sooner_ready": "یک ماه زودتر: همین آمادگی باید یک ماه زودتر فراهم شود.",
        "sooner_money": "یک ماه زودتر: {rials} پول بیشتر تا {day} لازم است.",
        "sooner_money_shared": (
            "یک ماه زودتر: پول آن هست، ولی کنار گذاشته شده است؛ پروژهٔ دیگری باید عقب برود."
        ),
        "sooner_crew": "یک ماه زودتر: از {day} یک واحد بیشتر از گروه «{name}» لازم است.",
        "sooner_predecessor": "یک ماه زودتر: «{name}» هم باید یک ماه زودتر به این مرحله برسد.",
        "sooner_season": ("یک ماه زودتر: کار باید مرحله‌بندی شود تا پیش از آن فصل بسته و روکش شود."),
        "sooner_obstacle": "یک ماه زودتر: کافی است همین مانع یک ماه زودتر برداشته شود.",
        "sooner_agreed": "یک ماه زودتر: باید با صاحب آن کار دوباره توافق شود.",
        "sooner_apart": "یک ماه زودتر: «{holder}» باید یک ماه زودتر بسته شود.",
        "sooner_free": "یک ماه زودتر: شدنی است، به بهای عقب‌رفتن کاری سودمندتر.",
        "stopped": "در این برنامه تمام نمی‌شود: پول، گروه یا زمان به آن نمی‌رسد.",
        "left": "تا {day} تمام نمی‌شود: پول، گروه یا زمان به آن نمی‌رسد.",
        "costs_more": "تمام‌کردنش نمی‌ارزد: سودش برای مردم از رهاکردن آن کمتر است.",
        "short_money": (
            "در این برنامه تمام نمی‌شود: {rials} پول می‌خواهد که جای دیگر سودمندتر "
            "است یا به آن نمی‌رسد."
        ),
    }
)

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "cheap": (
            "Among the cheapest to finish: each billion toman left brings people "
            "{per} a month (rank {rank} of {count})."
        ),
        "middle": (
            "In the middle of the list: each billion toman left brings people "
            "{per} a month (rank {rank} of {count})."
        ),
        "dear": (
            "Dear to finish: each billion toman left brings people only {per} a "
            "month (rank {rank} of {count})."
        ),
        "order": "It is finished as number {place} of {count}.",
        "due": "It is promised for {day}.",
        "work": ("It waits for nothing: it begins at once, and only its own length holds it."),
        "ready": "It waits to be made ready ({words}); it can begin from {day}.",
        "ready_bare": "It waits for land or utilities; it can begin from {day}.",
        "money": "It waits for money: {name} does not reach it before {day}.",
        "crew": "It waits for the crew {name}, at work on {holder} until {day}.",
        "crew_off": "It waits for the crew {name}, which is not there until {day}.",
        "predecessor": "It waits for the project {name}; its own work begins at {day}.",
        "season": "A closed season holds it ({words}); it opens at {day}.",
        "season_bare": "A closed season holds it; it opens at {day}.",
        "obstacle": "An obstacle stands in its way ({words}), cleared by {day}.",
        "obstacle_bare": "An obstacle stands in its way, cleared by {day}.",
        "agreed": "Its time is given to another work ({words}); its turn comes at {day}.",
        "agreed_bare": "Its time is given to another work; its turn comes at {day}.",
        "apart": ("It may not stand open together with {holder}; its turn comes at {day}."),
        "free": "Nothing holds it; the plan lets more useful works go first.",
        "sooner_work": "A month sooner: only with more shifts, such as night work.",
        "sooner_ready": "A month sooner: it must be made ready a month sooner.",
        "sooner_money": "A month sooner: {rials} more are needed by {day}.",
        "sooner_money_shared": (
            "A month sooner: the money is there but set aside; another project would slip."
        ),
        "sooner_crew": ("A month sooner: one more unit of the crew {name} is needed from {day}."),
        "sooner_predecessor": "A month sooner: {name} must come to this stage a month sooner.",
        "sooner_season": (
            "A month sooner: the work must be staged, to be closed and paved before that season."
        ),
        "sooner_obstacle": "A month sooner: clearing this obstacle a month sooner is enough.",
        "sooner_agreed": "A month sooner: the time must be agreed anew with that work's owner.",
        "sooner_apart": "A month sooner: {holder} must be closed a month sooner.",
        "sooner_free": "A month sooner: possible, at the price of a more useful work.",
        "stopped": ("It is not finished in this plan: money, crews or time do not reach it."),
        "left": "It is not finished by {day}: money, crews or time do not reach it.",
        "costs_more": "Finishing it does not pay: it brings people less than stopping it.",
        "short_money": (
            "It is not finished in this plan: it takes {rials}, which do more good "
            "elsewhere or do not reach it."
        ),
    }
)

TEMPLATES: Mapping[str, Mapping[str, str]] = MappingProxyType({"fa": PERSIAN, "en": ENGLISH})
