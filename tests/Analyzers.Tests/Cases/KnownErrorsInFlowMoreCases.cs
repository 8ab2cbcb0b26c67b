using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>The small programs of <see cref="FlowMoreTests"/> from 500 on that come out wrong today, one test each: it fails when the case turns, and is deleted then.</summary>
public sealed class KnownErrorsInFlowMoreCases
{
    [Fact]
    [KnownError("A helper gives a place by reference; what is read and written through its answer is not followed (ASA0101).", Case = "flow-more/502_slot_by_reference_from_a_helper.cs")]
    public void KnownMissedAlarm_ASlotThatAHelperGivesByReference() => StillMissed();

    [Fact]
    [KnownError("A private field of the base class that is read and written by the helpers of the base only (ASA0101).", Case = "flow-more/503_helpers_of_the_base_two_deep.cs")]
    public void KnownMissedAlarm_StateOfTheBaseBehindItsHelpers() => StillMissed();

    [Fact]
    [KnownError("An override works out a value by calling the body of its base (ASA0101).", Case = "flow-more/504_next_number_from_an_override.cs")]
    public void KnownMissedAlarm_ANumberFromAnOverride() => StillMissed();

    [Fact]
    [KnownError("A check decides what is waited for, and not the write behind it: the first subscriber opens, and two can be first (ASA0102).", Case = "flow-more/505_first_subscriber_opens_the_feed.cs")]
    public void KnownMissedAlarm_TheFirstToComeOpens() => StillMissed();

    [Fact]
    [KnownError("What was added before a wait is taken back by its place after it, and is not the last any more.", Case = "flow-more/506_last_line_is_taken_back_on_failure.cs")]
    public void KnownMissedAlarm_TheLastOneIsTakenBack() => StillMissed();

    [Fact]
    [KnownError("Default members of interfaces are not looked at (ASA0101).", Case = "flow-more/509_default_member_of_an_interface.cs")]
    public void KnownMissedAlarm_ADefaultMemberOfAnInterface() => StillMissed();

    [Fact]
    [KnownError("A new object in a local counts as new all through, although an old value went into it (ASA0101).", Case = "flow-more/512_compare_exchange_whose_answer_is_dropped.cs")]
    public void KnownMissedAlarm_ANewObjectOfAnOldOne() => StillMissed();

    [Fact]
    [KnownError("A struct of the project in a field that is changed by its own methods (ASA0101).", Case = "flow-more/517_struct_with_methods_in_a_field.cs")]
    public void KnownMissedAlarm_AStructThatChangesItself() => StillMissed();

    [Fact]
    [KnownError("A local that lambdas share which are kept in fields (ASA0101).", Case = "flow-more/523_local_of_the_constructor_kept_by_lambdas.cs")]
    public void KnownMissedAlarm_ALocalOfAConstructor() => StillMissed();

    [Fact]
    [KnownError("An object ends while it connects, and what is stored afterwards is not closed: the check is held against a write of the same location only.", Case = "flow-more/529_connection_stored_after_the_owner_has_ended.cs")]
    public void KnownMissedAlarm_AConnectionThatIsMadeWhileItsOwnerEnds() => StillMissed();

    [Fact]
    [KnownError("Work that is written to a channel as a delegate and awaited piece by piece by its one reader is thought to overlap (ASA0101).", Case = "flow-more/539_work_posted_to_one_loop.cs")]
    public void KnownFalseAlarm_WorkThatIsPostedToALoop() => StillReported();

    [Fact]
    [KnownError("A case for a value that is never stored is thought to be reached (ASA0102).", Case = "flow-more/556_phase_moved_on_before_goto_case.cs")]
    public void KnownFalseAlarm_ACaseThatNoValueLeadsTo() => StillReported();

    [Fact]
    [KnownError("A helper of another class is given a getter and a setter of the field as delegates, and waits between them (ASA0101).", Case = "flow-more/618_generic_update_by_getter_and_setter.cs")]
    public void KnownMissedAlarm_AGetterAndASetterAsDelegates() => StillMissed();

    [Fact]
    [KnownError("An object that was found in a field before a wait is linked to after it, and another one lies there by then (ASA0101).", Case = "flow-more/621_tail_of_a_linked_list_linked_after_saving.cs")]
    public void KnownMissedAlarm_ATailThatIsLinkedLate() => StillMissed();

    [Fact]
    [KnownError("Each of those that wait for one load puts a new one in its place when it fails; that the failed one still lies there is not asked (ASA0505).", Case = "flow-more/625_lazy_load_made_anew_by_each_that_failed.cs")]
    public void KnownMissedAlarm_ALoadMadeAnewByEach() => StillMissed();

    [Fact]
    [KnownError("A channel with one token in it, which is read before the work and written back after it, is not taken for a guard (ASA0101).", Case = "flow-more/653_channel_of_one_token_as_a_lock.cs")]
    public void KnownFalseAlarm_AChannelAsALock() => StillReported();

    [Fact]
    [KnownError("What a loop over something else has looked at is forgotten where its next turn begins, also where it leaves the method as soon as something is wrong (ASA0102).", Case = "flow-more/711_stock_of_all_lines_taken_after_the_approval.cs")]
    public void KnownMissedAlarm_AllLookedAtBeforeTheWait() => StillMissed();

    private static void StillMissed([CallerMemberName] string test = "")
    {
        var file = CaseFolder.FlowMore.KnownBy(test);
        Assert.True(file.IsRacy && !CaseFolder.FlowMore.Finds(file), "Found now; delete this test.\n" + CaseFolder.FlowMore.Describe(file));
    }

    private static void StillReported([CallerMemberName] string test = "")
    {
        var file = CaseFolder.FlowMore.KnownBy(test);
        Assert.True(!file.IsRacy && CaseFolder.FlowMore.ReportsIn(file).Any(), "Silent now; delete this test.\n" + CaseFolder.FlowMore.Describe(file));
    }
}
