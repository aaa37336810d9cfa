"""The one list of rights: a name, a sentence in three languages, where it reaches, who has it.

Every page and every operation of the API names one of these; a test walks them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from hamgam.agencies.vocabulary import Role
from hamgam.kit.words import Language


class Right(StrEnum):
    """What somebody may do."""

    READ_PUBLIC = "read_public"
    SIGN_IN = "sign_in"
    READ_REGISTER = "read_register"
    READ_CONFIDENTIAL = "read_confidential"
    READ_LEDGER = "read_ledger"
    READ_INBOX = "read_inbox"
    FINISH_INBOX_ITEM = "finish_inbox_item"
    REFER_INBOX_ITEM = "refer_inbox_item"
    WATCH_AREA = "watch_area"
    SAVE_VIEW = "save_view"
    RECORD_WORK = "record_work"
    UPLOAD_WORKS = "upload_works"
    DISMISS_FINDING = "dismiss_finding"
    MERGE_WORKS = "merge_works"
    TRY_RULE = "try_rule"
    ADOPT_RULE = "adopt_rule"
    SETTLE_CASE = "settle_case"
    APPLY_TO_DIG = "apply_to_dig"
    RECORD_MEETING = "record_meeting"
    CONVENE_CASE = "convene_case"
    RECORD_PROJECT = "record_project"
    RECORD_PROGRESS = "record_progress"
    VERIFY_PROGRESS = "verify_progress"
    RECORD_CONTRACT = "record_contract"
    RECORD_FUNDING = "record_funding"
    PLAN_PORTFOLIO = "plan_portfolio"
    ADOPT_PLAN = "adopt_plan"
    DECIDE_START = "decide_start"
    KEEP_TERM = "keep_term"
    PROPOSE = "propose"
    ANSWER_PROPOSAL = "answer_proposal"
    HAND_OVER = "hand_over"
    RECORD_STAKE = "record_stake"
    RECORD_COMMITMENT = "record_commitment"
    RECORD_SURFACE = "record_surface"
    RECORD_DOCUMENT = "record_document"
    NAME_PARTY = "name_party"
    APPOINT = "appoint"
    DELEGATE = "delegate"
    ISSUE_TOKEN = "issue_token"  # noqa: S105 - the name of a right
    FOUND_AGENCY = "found_agency"
    DRAW_GROUND = "draw_ground"


class Reach(StrEnum):
    """On which rows a right may be used."""

    EVERYONE = "everyone"
    """Also by somebody who has not signed in."""
    CITY = "city"
    """On every row that its holder may see."""
    OWN = "own"
    """On rows of the holder's agency and of those below it."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the list says about one right."""

    reach: Reach
    roles: frozenset[Role]
    fa: str
    en: str
    ar: str

    def sentence(self, language: Language) -> str:
        """What the right allows, for the page where rights are given."""
        told: str = getattr(self, language.value)
        return told


_READERS = frozenset(Role)
_STAFF = _READERS - {Role.COUNCIL, Role.VIEWER}
_CHIEFS = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.DEPUTY})
_PLANNERS = frozenset({Role.HEAD, Role.DEPUTY, Role.SECRETARY, Role.OFFICER})
_MONEY = frozenset({Role.HEAD, Role.DEPUTY, Role.FINANCE})
_FIELD = _PLANNERS | {Role.FIELD}
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

RIGHTS: Mapping[Right, Grant] = MappingProxyType(
    {
        Right.READ_PUBLIC: Grant(
            Reach.EVERYONE,
            _READERS,
            "دیدن آنچه برای همه منتشر شده است",
            "read what is published to everyone",
            "الاطلاع على ما نُشر للجميع",
        ),
        Right.SIGN_IN: Grant(
            Reach.EVERYONE,
            _READERS,
            "ورود و خروج و نگهداری حساب خود",
            "sign in and out and keep one's own account",
            "تسجيل الدخول والخروج وإدارة الحساب الشخصي",
        ),
        Right.READ_REGISTER: Grant(
            Reach.CITY,
            _READERS,
            "دیدن جدول مشترک: چه کسی، کجا و چه وقت کار می‌کند",
            "read the shared register: who works where, and when",
            "الاطلاع على السجل المشترك: من يعمل وأين ومتى",
        ),
        Right.READ_CONFIDENTIAL: Grant(
            Reach.OWN,
            _STAFF - {Role.FIELD, Role.ADMINISTRATOR},
            "دیدن قراردادها، صورت‌وضعیت‌ها، قیمت‌ها و یادداشت‌های دستگاه خود",
            "read one's own agency's contracts, claims, prices and notes",
            "الاطلاع على عقود الجهة ومستخلصاتها وأسعارها وملاحظاتها",
        ),
        Right.READ_LEDGER: Grant(
            Reach.OWN,
            _CHIEFS | {Role.SECRETARY},
            "دیدن تاریخچهٔ تغییرات دستگاه خود",
            "read the history of one's own agency's changes",
            "الاطلاع على سجل تغييرات الجهة",
        ),
        Right.READ_INBOX: Grant(
            Reach.OWN,
            _STAFF,
            "دیدن کارتابل دستگاه خود",
            "read one's own agency's inbox",
            "الاطلاع على صندوق أعمال الجهة",
        ),
        Right.FINISH_INBOX_ITEM: Grant(
            Reach.OWN,
            _STAFF - {Role.ADMINISTRATOR},
            "بستن یک کار از کارتابل دستگاه خود",
            "close an item of one's own agency's inbox",
            "إغلاق بند من صندوق أعمال الجهة",
        ),
        Right.REFER_INBOX_ITEM: Grant(
            Reach.OWN,
            _STAFF - {Role.ADMINISTRATOR},
            "ارجاع یک مورد کارتابل دستگاه خود به دیگری",
            "refer an item of one's own agency's inbox to somebody else",
            "إحالة بند من صندوق أعمال الجهة إلى غيرها",
        ),
        Right.WATCH_AREA: Grant(
            Reach.CITY,
            _STAFF,
            "زیر نظر گرفتن یک محدوده و خبر گرفتن از آن",
            "watch an area and be told about it",
            "متابعة منطقة وتلقي أخبارها",
        ),
        Right.SAVE_VIEW: Grant(
            Reach.CITY,
            _STAFF,
            "نگه داشتن نمای دلخواه یک فهرست، برای خود یا همکاران",
            "keep a view of a list, for oneself or one's colleagues",
            "حفظ عرض لقائمة، للنفس أو للزملاء",
        ),
        Right.RECORD_WORK: Grant(
            Reach.OWN,
            _PLANNERS,
            "ثبت، ویرایش و پس گرفتن عملیات دستگاه خود",
            "record, edit and withdraw one's own agency's works",
            "تسجيل أعمال الجهة وتعديلها وسحبها",
        ),
        Right.UPLOAD_WORKS: Grant(
            Reach.OWN,
            _PLANNERS,
            "ورود فهرست عملیات از پرونده و برگرداندن آن",
            "load a list of works from a file, and undo it",
            "استيراد قائمة أعمال من ملف والتراجع عنه",
        ),
        Right.DISMISS_FINDING: Grant(
            Reach.OWN,
            _PLANNERS,
            "کنار گذاشتن یک تداخل با ذکر دلیل",
            "dismiss a finding with a reason",
            "صرف النظر عن تداخل مع ذكر السبب",
        ),
        Right.SETTLE_CASE: Grant(
            Reach.OWN,
            _PLANNERS,
            "گشودن پرونده، پیشنهاد، امضا و گفت‌وگو برای دستگاه خود",
            "open cases, propose, sign and speak for one's own agency",
            "فتح الملفات والاقتراح والتوقيع والتحاور باسم الجهة",
        ),
        Right.APPLY_TO_DIG: Grant(
            Reach.OWN,
            _FIELD,
            "درخواست مجوز حفاری و گزارش کار اضطراری برای دستگاه خود",
            "apply for excavation permits and report emergencies for one's own agency",
            "طلب تراخيص الحفر والإبلاغ عن الطوارئ باسم الجهة",
        ),
        Right.RECORD_MEETING: Grant(
            Reach.OWN,
            _FIELD,
            "برپایی نشست و نوشتن صورت‌جلسهٔ آن",
            "call meetings and keep their minutes",
            "الدعوة إلى الاجتماعات وكتابة محاضرها",
        ),
        Right.CONVENE_CASE: Grant(
            Reach.OWN,
            _PLANNERS - {Role.OFFICER},
            "فراخواندن نشست و ثبت تصمیم مرجعی که دستگاه دبیر آن است",
            "convene, and record decisions of, a body whose books one's own agency keeps",
            "الدعوة إلى الاجتماع وتسجيل قرار الهيئة التي تتولى الجهة أمانتها",
        ),
        Right.MERGE_WORKS: Grant(
            Reach.OWN,
            _PLANNERS,
            "یکی کردن دو ثبت تکراری",
            "merge two records of the same works",
            "دمج سجلين مكررين",
        ),
        Right.TRY_RULE: Grant(
            Reach.CITY,
            _PLANNERS,
            "آزمودن عددهای دیگر یک قاعده روی دفتر امروز",
            "try other numbers of a rule on the register of today",
            "تجربة أرقام أخرى لقاعدة على سجل اليوم",
        ),
        Right.ADOPT_RULE: Grant(
            Reach.OWN,
            frozenset({Role.HEAD}),
            "پذیرفتن عددهای تازهٔ یک قاعده برای شهر",
            "adopt new numbers of a rule for the city",
            "اعتماد أرقام جديدة لقاعدة في المدينة",
        ),
        Right.RECORD_PROJECT: Grant(
            Reach.OWN,
            _PLANNERS,
            "ثبت و ویرایش پروژه‌ها و کارهای دستگاه خود",
            "record and edit one's own agency's projects and tasks",
            "تسجيل مشاريع الجهة ومهامها وتعديلها",
        ),
        Right.RECORD_PROGRESS: Grant(
            Reach.OWN,
            _FIELD,
            "گزارش پیشرفت پروژه‌های دستگاه خود",
            "report the progress of one's own agency's projects",
            "الإبلاغ عن إنجاز مشاريع الجهة",
        ),
        Right.VERIFY_PROGRESS: Grant(
            Reach.OWN,
            _PLANNERS - {Role.OFFICER},
            "راستی‌آزمایی پیشرفت گزارش‌شده",
            "verify reported progress",
            "التحقق من الإنجاز المبلّغ عنه",
        ),
        Right.RECORD_CONTRACT: Grant(
            Reach.OWN,
            _MONEY,
            "ثبت قراردادها و رخدادهای آن‌ها",
            "record contracts and what happens to them",
            "تسجيل العقود ووقائعها",
        ),
        Right.RECORD_FUNDING: Grant(
            Reach.OWN,
            _MONEY,
            "ثبت ردیف‌های تأمین مالی",
            "record funding lines",
            "تسجيل بنود التمويل",
        ),
        Right.PLAN_PORTFOLIO: Grant(
            Reach.OWN,
            _PLANNERS | {Role.FINANCE},
            "ساختن سناریو و برنامهٔ تکمیل برای پروژه‌های دستگاه خود",
            "draft scenarios and plans for finishing one's own agency's projects",
            "إعداد السيناريوهات وخطط إتمام مشاريع الجهة",
        ),
        Right.ADOPT_PLAN: Grant(
            Reach.OWN,
            frozenset({Role.HEAD, Role.DEPUTY}),
            "تصویب برنامهٔ تکمیل دستگاه خود با ذکر دلیل",
            "adopt a plan of one's own agency, with a reason",
            "اعتماد خطة الجهة مع ذكر السبب",
        ),
        Right.DECIDE_START: Grant(
            Reach.OWN,
            frozenset({Role.HEAD}),
            "تصمیم نام‌دار برای آغاز پروژه یا گذر از یک فاز",
            "decide by name that a project may begin, or that a phase is passed",
            "قرار مسمّى ببدء مشروع أو اجتياز مرحلة",
        ),
        Right.KEEP_TERM: Grant(
            Reach.OWN,
            frozenset({Role.HEAD, Role.DEPUTY, Role.SECRETARY}),
            "نگه‌داشتن دوره و قول‌های آن",
            "keep the term and its promises",
            "حفظ الدورة ووعودها",
        ),
        Right.PROPOSE: Grant(
            Reach.CITY,
            _READERS - {Role.VIEWER},
            "فرستادن پیشنهاد یا اولویت برای پروژه‌های شهر",
            "propose a project or a priority to the city",
            "تقديم مقترح أو أولوية لمشاريع المدينة",
        ),
        Right.ANSWER_PROPOSAL: Grant(
            Reach.OWN,
            _PLANNERS,
            "پاسخ دادن به پیشنهادهایی که از دستگاه خود خواسته شده است",
            "answer what was proposed to one's own agency",
            "الرد على المقترحات الموجهة إلى الجهة",
        ),
        Right.HAND_OVER: Grant(
            Reach.OWN,
            _CHIEFS | {Role.SECRETARY},
            "گرفتن بستهٔ تحویل دوره",
            "take the hand-over pack of the term",
            "استخراج حزمة تسليم الدورة",
        ),
        Right.RECORD_STAKE: Grant(
            Reach.OWN,
            _PLANNERS,
            "ثبت آنچه دستگاه در آن ذی‌مدخل است",
            "record what one's own agency has a stake in",
            "تسجيل ما للجهة شأن فيه",
        ),
        Right.RECORD_COMMITMENT: Grant(
            Reach.OWN,
            _FIELD,
            "ثبت تعهد دستگاه خود و انجام آن",
            "record one's own agency's commitments, and their fulfilment",
            "تسجيل التزامات الجهة وإنجازها",
        ),
        Right.RECORD_SURFACE: Grant(
            Reach.OWN,
            _FIELD,
            "ثبت سطح تازهٔ زیر حفاظت",
            "record a finished surface under protection",
            "تسجيل سطح منجز قيد الحماية",
        ),
        Right.RECORD_DOCUMENT: Grant(
            Reach.OWN,
            _FIELD | _MONEY,
            "پیوست سند و تصویر",
            "attach documents and photos",
            "إرفاق الوثائق والصور",
        ),
        Right.NAME_PARTY: Grant(
            Reach.OWN,
            _PLANNERS,
            "نام بردن دستگاه‌هایی که طرف یک ردیف از دستگاه خودند",
            "name the agencies that are parties in a row of one's own agency",
            "تسمية الجهات الأطراف في بند من بنود الجهة",
        ),
        Right.APPOINT: Grant(
            Reach.OWN,
            _ADMINISTRATOR,
            "دعوت افراد و سپردن سمت‌ها",
            "invite people and give them posts",
            "دعوة الأشخاص وإسناد المناصب",
        ),
        Right.DELEGATE: Grant(
            Reach.OWN,
            _CHIEFS | {Role.SECRETARY, Role.FINANCE},
            "سپردن بخشی از اختیار خود به جانشین",
            "delegate part of one's own rights to a substitute",
            "تفويض جزء من الصلاحيات إلى وكيل",
        ),
        Right.ISSUE_TOKEN: Grant(
            Reach.OWN,
            _ADMINISTRATOR,
            "صدور و ابطال کلید رابط برنامه‌نویسی",
            "issue and revoke keys to the API",
            "إصدار مفاتيح واجهة البرمجة وإلغاؤها",
        ),
        Right.FOUND_AGENCY: Grant(
            Reach.OWN,
            _ADMINISTRATOR,
            "افزودن دستگاه زیر دستگاه خود",
            "add an agency below one's own",
            "إضافة جهة تابعة",
        ),
        Right.DRAW_GROUND: Grant(
            Reach.CITY,
            _ADMINISTRATOR | {Role.SECRETARY},
            "ترسیم و ویرایش خیابان‌ها و پهنه‌ها",
            "draw and edit streets and zones",
            "رسم الشوارع والمناطق وتعديلها",
        ),
    }
)


def rights_of(role: Role) -> frozenset[Right]:
    """Every right a role carries."""
    return frozenset(right for right, grant in RIGHTS.items() if role in grant.roles)
