"""Who may do what: the whole policy on one screen.

Each permission's value finishes the sentence "may …". `docs/who-may-do-what.md` is printed from here (`make docs`).
Whose records somebody may do it to is the other question, answered by `Child.objects.visible_to`.
"""

from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    SOCIAL_WORKER = "social-worker", "Social worker"
    TEAM_MANAGER = "team-manager", "Team manager"
    SERVICE_MANAGER = "service-manager", "Service manager"
    CONFERENCE_CHAIR = "conference-chair", "Conference chair"
    SAFEGUARDING_UNIT = "safeguarding-unit", "Safeguarding unit"
    CORE_GROUP_PROFESSIONAL = "core-group-professional", "Core group professional"
    DATA_OFFICER = "data-officer", "Data officer"
    AUDITOR = "auditor", "Auditor"
    SYSTEM_ADMINISTRATOR = "system-administrator", "System administrator"


class Permission(StrEnum):
    USE_PORTAL = "sign in, and read the timetable and the help"
    READ_INBOX = "receive what is circulated, and acknowledge it"
    FIND_CHILD = "search for a child"
    VIEW_CHILD = "open a child's record"
    READ_CORE_GROUP_ALERTS = "read what members of a core group are told of its child"
    ADD_CHILD = "add a child"
    EDIT_CHILD = "change a child's details, household, family and network"
    ALLOCATE_CHILD = "allocate a lead social worker"
    ARRANGE_COVER = "say who is away, and arrange who covers for them"
    RECORD_ENQUIRY = "record strategy discussions and section 47 enquiries"
    BOOK_CONFERENCE = "book, move and cancel a conference"
    WRITE_REPORT = "write a report to a conference, pass it on, share it and send it"
    COUNTERSIGN = "countersign a report that somebody else wrote, and authorise an assessment"
    HOLD_CONFERENCE = "record a conference and what it decided for each child"
    EDIT_PLAN = "update a plan's actions, added outcomes and contingency"
    AGREE_FREQUENCY = "agree how often a plan asks for visits and core groups"
    AGREE_EXTENSION = "agree that a core group meets later than it usually must"
    OVERSEE_PLAN = (
        "write down supervision and decisions about a plan, and read what was refused to be changed"
    )
    END_PLAN = "end a plan where no conference is needed to end it"
    RECORD_CORE_GROUP = "keep the core group's membership, meetings and minutes, and circulate them"
    RECORD_VISIT = "record a visit"
    VIEW_CASELOAD = "see their own day and caseload"
    VIEW_TEAM_WORK = "see what is overdue and due in a team"
    VIEW_EVERY_TEAM = "see every team's work"
    VIEW_CONFERENCES = "see the conferences they chair, and how ready each is"
    AGREE_DELEGATION = "agree that somebody else sees a child in the lead's place, and let such a visit count"
    DECIDE_INJURY = "decide what follows from a new injury or incident that a visit found"
    ASK_ABOUT_COPY = "ask about what they were sent, or ask that the review is brought forward"
    RELEASE_COPY = "read a copy for the family that tells of others, as the second person, and let it go"
    ANSWER_CHAIR = "answer what a conference chair asked"
    REPORT_CHANGE = "report that something has changed for a child whose record they may open"
    REPORT_CHANGE_AS_MEMBER = (
        "report that something has changed for a child of whose core group they are a member"
    )
    KEEP_OWN_PART = "as a member of a core group, say how their own part goes and send what is asked of them"
    ADVISE_CORE_GROUP = "advise a core group about a disagreement that it could not settle"
    DECIDE_CHANGE = "decide what follows from a significant change that was reported"
    CLOSE_UNSEEN_EPISODE = (
        "close what is open since a child was not seen, though the child has not been seen yet"
    )
    ACKNOWLEDGE_ALERT = "acknowledge an alert"
    DECIDE_ESCALATION = "decide what happens about work that was passed up to them"
    EXPORT_LIST = "take a list that they may see out as a file, saying why"
    LOCK_RECORD = "lock a record, and read why somebody opened it all the same"
    READ_AUDIT_TRAIL = "read who changed and who opened a record"
    MANAGE_PEOPLE = "add people and teams, and say who has which role"
    LOOK_AHEAD = "see what would follow from a visit, a core group or another day of a conference"
    KEEP_CLOSURE_DAYS = "say on which days the office is closed"
    SEE_TIMETABLE_CHANGES = "see what is proposed to be changed in the timetable, and what was"
    PROPOSE_TIMETABLE = "propose a change of the authority's own limits"
    APPROVE_TIMETABLE = "approve a change of limits that somebody else proposed"
    KEEP_STANDARD_AGREEMENT = "set the authority's form of the written agreement, and who signs it"
    READ_RETURN_FIELDS = "read the fields that statutory returns ask for, without names or text"
    IMPORT_RETURNS = "take in a census return and an Annex A workbook"


P = Permission
EVERYONE = {P.USE_PORTAL}
FIELDWORK = {
    P.FIND_CHILD, P.VIEW_CHILD, P.ADD_CHILD, P.EDIT_CHILD, P.RECORD_ENQUIRY, P.BOOK_CONFERENCE, P.WRITE_REPORT,
    P.EDIT_PLAN, P.RECORD_CORE_GROUP, P.RECORD_VISIT, P.VIEW_CASELOAD, P.ACKNOWLEDGE_ALERT, P.READ_INBOX,
    P.EXPORT_LIST, P.LOOK_AHEAD, P.REPORT_CHANGE, P.ANSWER_CHAIR,
}  # fmt: skip
CONFERENCING = {
    P.FIND_CHILD, P.VIEW_CHILD, P.BOOK_CONFERENCE, P.HOLD_CONFERENCE, P.VIEW_CONFERENCES, P.READ_INBOX,
    P.ACKNOWLEDGE_ALERT, P.EXPORT_LIST, P.LOOK_AHEAD, P.REPORT_CHANGE, P.ASK_ABOUT_COPY, P.ADVISE_CORE_GROUP,
}  # fmt: skip

GRANTED: dict[Role, frozenset[Permission]] = {
    role: frozenset(EVERYONE | may)
    for role, may in {
        Role.SOCIAL_WORKER: FIELDWORK,
        Role.TEAM_MANAGER: FIELDWORK
        | {
            P.ALLOCATE_CHILD, P.ARRANGE_COVER, P.COUNTERSIGN, P.AGREE_FREQUENCY, P.AGREE_EXTENSION, P.END_PLAN,
            P.VIEW_TEAM_WORK, P.READ_AUDIT_TRAIL, P.SEE_TIMETABLE_CHANGES, P.CLOSE_UNSEEN_EPISODE,
            P.DECIDE_INJURY, P.AGREE_DELEGATION, P.DECIDE_CHANGE, P.RELEASE_COPY, P.OVERSEE_PLAN, P.LOCK_RECORD,
        },
        Role.SERVICE_MANAGER: {
            P.FIND_CHILD, P.VIEW_CHILD, P.ALLOCATE_CHILD, P.ARRANGE_COVER, P.VIEW_TEAM_WORK, P.VIEW_EVERY_TEAM,
            P.ACKNOWLEDGE_ALERT, P.DECIDE_ESCALATION, P.READ_AUDIT_TRAIL, P.EXPORT_LIST, P.SEE_TIMETABLE_CHANGES,
            P.APPROVE_TIMETABLE, P.LOOK_AHEAD, P.KEEP_CLOSURE_DAYS, P.CLOSE_UNSEEN_EPISODE,
            P.DECIDE_INJURY, P.AGREE_DELEGATION, P.DECIDE_CHANGE, P.RELEASE_COPY, P.OVERSEE_PLAN, P.LOCK_RECORD,
        },
        Role.CONFERENCE_CHAIR: CONFERENCING,
        Role.SAFEGUARDING_UNIT: CONFERENCING
        | {
            P.VIEW_TEAM_WORK, P.VIEW_EVERY_TEAM, P.DECIDE_ESCALATION, P.SEE_TIMETABLE_CHANGES, P.PROPOSE_TIMETABLE,
            P.APPROVE_TIMETABLE, P.KEEP_CLOSURE_DAYS, P.ARRANGE_COVER, P.KEEP_STANDARD_AGREEMENT, P.LOCK_RECORD,
        },
        Role.CORE_GROUP_PROFESSIONAL: {
            P.READ_INBOX, P.READ_CORE_GROUP_ALERTS, P.REPORT_CHANGE_AS_MEMBER, P.KEEP_OWN_PART,
        },
        Role.DATA_OFFICER: {P.READ_RETURN_FIELDS, P.EXPORT_LIST},
        Role.AUDITOR: {
            P.FIND_CHILD, P.VIEW_CHILD, P.VIEW_TEAM_WORK, P.VIEW_EVERY_TEAM, P.READ_AUDIT_TRAIL, P.EXPORT_LIST,
            P.SEE_TIMETABLE_CHANGES,
        },
        Role.SYSTEM_ADMINISTRATOR: {
            P.MANAGE_PEOPLE, P.IMPORT_RETURNS, P.EXPORT_LIST, P.SEE_TIMETABLE_CHANGES, P.PROPOSE_TIMETABLE,
        },
    }.items()
}  # fmt: skip

ABOUT: dict[Role, str] = {
    Role.SOCIAL_WORKER: "Holds children as their lead social worker: visits, plans, core groups.",
    Role.TEAM_MANAGER: "Answers for a team's children: allocates, agrees, watches what is overdue.",
    Role.SERVICE_MANAGER: "Answers for every team: reads all, watches what escalates.",
    Role.CONFERENCE_CHAIR: "Chairs conferences, records their decisions and receives core group records.",
    Role.SAFEGUARDING_UNIT: "Books conferences and records them for the chairs, across the authority.",
    Role.CORE_GROUP_PROFESSIONAL: "A teacher, health visitor or other member: reads what is sent, says how it goes.",
    Role.DATA_OFFICER: "Prepares statutory returns: their fields, and no name or text of a record.",
    Role.AUDITOR: "Reads, and changes nothing.",
    Role.SYSTEM_ADMINISTRATOR: "Runs the portal: people, teams, imports. Sees no child's record.",
}
