from django.urls import path

from children.views import (
    allocation,
    delegation,
    details,
    finding,
    home,
    locked,
    looked_after,
    missing,
    network,
    trail,
)

app_name = "children"

CHILD = "<int:child_pk>/"

urlpatterns = [
    path(CHILD + "lock/", locked.LockPage.as_view(), name="lock"),
    path(CHILD + "lock/set/", locked.LockRecord.as_view(), name="lock-record"),
    path(CHILD + "lock/<int:record_lock_pk>/lift/", locked.LiftLock.as_view(), name="lift-lock"),
    path(CHILD + "lock/<int:record_lock_pk>/open/", locked.OpenLocked.as_view(), name="open-locked"),
    path(
        CHILD + "lock/openings/<int:record_lock_opening_pk>/read/",
        locked.ReadOpening.as_view(),
        name="read-opening",
    ),
    path("find/", finding.FindChild.as_view(), name="find"),
    path("add/", finding.AddChild.as_view(), name="add"),
    path(CHILD + "details/", details.Details.as_view(), name="details"),
    path(CHILD + "details/change/", details.ChangeDetails.as_view(), name="edit"),
    path(CHILD + "details/former-name/", details.AddFormerName.as_view(), name="former-name"),
    path(CHILD + "details/birth/", details.RecordBirth.as_view(), name="record-birth"),
    path(CHILD + "details/see-alone/", details.SetSeeAlone.as_view(), name="see-alone"),
    path(CHILD + "details/referral/", details.RecordReferral.as_view(), name="referral"),
    path(CHILD + "household/", home.HouseholdPage.as_view(), name="household"),
    path(CHILD + "household/move/", home.Move.as_view(), name="move"),
    path(
        CHILD + "household/<int:household_pk>/address/", home.CorrectAddress.as_view(), name="correct-address"
    ),
    path(CHILD + "household/<int:household_pk>/adult/", home.AdultMovesIn.as_view(), name="adult-moves-in"),
    path(CHILD + "household/moved-out/<int:residence_pk>/", home.MoveOut.as_view(), name="move-out"),
    path(CHILD + "network/", network.Network.as_view(), name="network"),
    path(CHILD + "network/named/<int:adult_named_pk>/", network.CheckAdult.as_view(), name="check-adult"),
    path(CHILD + "network/add/", network.AddToNetwork.as_view(), name="add-person"),
    path(CHILD + "network/<int:relationship_pk>/", network.ChangePersonKnown.as_view(), name="person"),
    path(
        CHILD + "network/<int:relationship_pk>/end/",
        network.EndRelationship.as_view(),
        name="end-relationship",
    ),
    path(CHILD + "allocation/", allocation.Allocate.as_view(), name="allocate"),
    path(CHILD + "allocation/end/", allocation.EndAllocation.as_view(), name="end-allocation"),
    path(CHILD + "delegated-contact/", delegation.Delegations.as_view(), name="delegations"),
    path(CHILD + "delegated-contact/begin/", delegation.Delegate.as_view(), name="delegate"),
    path(
        CHILD + "delegated-contact/<int:delegation_pk>/manager-agrees/",
        delegation.AgreeAsManager.as_view(),
        name="agree-as-manager",
    ),
    path(
        CHILD + "delegated-contact/<int:delegation_pk>/delegate-agrees/",
        delegation.AgreeAsDelegate.as_view(),
        name="agree-as-delegate",
    ),
    path(
        CHILD + "delegated-contact/<int:delegation_pk>/look-into/",
        delegation.LookInto.as_view(),
        name="look-into",
    ),
    path(
        CHILD + "delegated-contact/<int:delegation_pk>/end/",
        delegation.EndDelegation.as_view(),
        name="end-delegation",
    ),
    path(CHILD + "missing/", missing.MissingPage.as_view(), name="missing"),
    path(CHILD + "missing/report/", missing.ReportMissing.as_view(), name="report-missing"),
    path(CHILD + "missing/<int:missing_pk>/found/", missing.ReportFound.as_view(), name="found"),
    path(CHILD + "looked-after/", looked_after.LookedAfterPage.as_view(), name="looked-after"),
    path(CHILD + "looked-after/begin/", looked_after.BeginLookedAfter.as_view(), name="begin-looked-after"),
    path(
        CHILD + "looked-after/<int:looked_after_pk>/plan/",
        looked_after.StillNeeded.as_view(),
        name="still-needed",
    ),
    path(
        CHILD + "looked-after/<int:looked_after_pk>/review/",
        looked_after.ReviewLookedAfter.as_view(),
        name="review-looked-after",
    ),
    path(
        CHILD + "looked-after/<int:looked_after_pk>/end/",
        looked_after.EndLookedAfter.as_view(),
        name="end-looked-after",
    ),
    path(CHILD + "trail/", trail.Audit.as_view(), name="audit"),
    path(CHILD + "trail/opened/", trail.Opened.as_view(), name="opened"),
]
