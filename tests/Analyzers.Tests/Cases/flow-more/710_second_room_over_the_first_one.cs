// truth: racy
// why: the second room takes the place of the first, and who is in there is lost
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_710;

public sealed class ChatRoom(string topic) { public string Topic => topic; public List<string> Members { get; } = []; }

public sealed class Chat(Func<string, Task<string>> topicOf)
{
    private readonly Dictionary<string, ChatRoom> _rooms = new();
    public int MembersOf(string name) => _rooms[name].Members.Count;

    public async Task JoinAsync(string name, string user)
    {
        if (!_rooms.TryGetValue(name, out var room))
        {
            room = new ChatRoom(await topicOf(name));
            _rooms[name] = room; // RACE: there was no room before the topic came
        }
        room.Members.Add(user);
    }
}
