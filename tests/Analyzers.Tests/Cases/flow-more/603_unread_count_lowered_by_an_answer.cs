// truth: racy
// why: the count on the left of the minus is read before the answer comes
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_603;

public sealed record Answer(int Changed);

public sealed class Inbox(Func<IReadOnlyList<string>, Task<Answer>> markAsRead)
{
    public int Unread { get; private set; } = 10;

    public async Task MarkAsync(IReadOnlyList<string> ids)
    {
        Unread = Unread - (await markAsRead(ids)).Changed; // RACE: unread of before the answer
    }
}
