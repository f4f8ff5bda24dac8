"""What a conference set is the conference's: the database itself lets nobody else alter it (B-02).

`protect` puts a trigger on the outcomes. One that a conference set can be neither removed nor moved nor reworded, by
any statement of the portal's own database user, unless a correction of it by the chair or the safeguarding unit says
the very same; corrections are only ever added. Safe to repeat; `manage.py prepare` runs it after every migration.
"""

from typing import Final

from django.db import connection

from accounts.roles import GRANTED, Permission

MAY_CORRECT: Final = [role for role, may in GRANTED.items() if Permission.HOLD_CONFERENCE in may]

LOCK: Final = """
create or replace function refuse_to_alter_what_a_conference_set() returns trigger language plpgsql as $$
declare
  said plans_outcomecorrection%rowtype;
begin
  if tg_op = 'TRUNCATE' then
    raise exception 'outcomes are not emptied: a conference set some of them' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'DELETE' then
    if old.set_by = 'conference' then
      raise exception 'a conference set this outcome: it cannot be removed' using errcode = 'insufficient_privilege';
    end if;
    return old;
  end if;
  if old.set_by <> new.set_by then
    raise exception 'who set an outcome cannot be changed' using errcode = 'insufficient_privilege';
  end if;
  if old.set_by <> 'conference' then
    return new;
  end if;
  if (old.id, old.plan_id, old.child_id) is distinct from (new.id, new.plan_id, new.child_id) then
    raise exception 'a conference set this outcome: it stays in its plan' using errcode = 'insufficient_privilege';
  end if;
  if (old.what_will_be_different, old.how_we_will_know, old.achieve_by, old.achieved_on)
     is not distinct from (new.what_will_be_different, new.how_we_will_know, new.achieve_by, new.achieved_on) then
    return new;
  end if;
  select * into said from plans_outcomecorrection where outcome_id = old.id order by id desc limit 1;
  if said.id is null
     or (said.what_will_be_different, said.how_we_will_know, said.achieve_by, said.achieved_on)
        is distinct from (new.what_will_be_different, new.how_we_will_know, new.achieve_by, new.achieved_on) then
    raise exception 'a conference set this outcome: only a conference changes it'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create or replace function refuse_a_correction_by_others() returns trigger language plpgsql as $$
begin
  if trim(new.why) = '' or not exists (
    select from accounts_user where id = new.made_by_id and is_active and role = any (tg_argv)
  ) then
    raise exception 'only the conference''s own people correct what it set, and say why'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create or replace trigger conference_outcomes before update or delete on plans_outcome
  for each row execute function refuse_to_alter_what_a_conference_set();
alter table plans_outcome enable always trigger conference_outcomes;
"""
CORRECTIONS: Final = """
create or replace trigger conference_corrections before insert on plans_outcomecorrection
  for each row execute function refuse_a_correction_by_others({roles});
alter table plans_outcomecorrection enable always trigger conference_corrections;
"""
WHOLE: Final = """
create or replace trigger conference_outcomes_whole before truncate on plans_outcome
  for each statement execute function refuse_to_alter_what_a_conference_set();
alter table plans_outcome enable always trigger conference_outcomes_whole;
"""


def protect(*, truncate: bool = True) -> None:
    roles = ", ".join(f"'{role.value}'" for role in MAY_CORRECT)
    with connection.cursor() as cursor:
        cursor.execute(LOCK + CORRECTIONS.format(roles=roles) + (WHOLE if truncate else ""))
