// truth: safe
// why: who finds a room after the wait joins that one
// checked: 0 of 6 schedules violate

namespace Case_740;

public sealed class ChatRoom(string topic) { public string Topic => topic; public List<string> Members { get; } = []; }

public sealed class Chat(Func<string, Task<string>> topicOf)
{
    private readonly Dictionary<string, ChatRoom> _rooms = new();
    public int MembersOf(string name) => _rooms[name].Members.Count;

    public async Task JoinAsync(string name, string user)
    {
        if (!_rooms.TryGetValue(name, out var room))
        {
            var topic = await topicOf(name);
            if (!_rooms.TryGetValue(name, out room))
                _rooms[name] = room = new ChatRoom(topic);
        }
        room.Members.Add(user);
    }
}
