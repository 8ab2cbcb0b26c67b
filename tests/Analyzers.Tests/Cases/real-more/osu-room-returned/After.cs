using System.Text.Json;

namespace Real.OsuRoomReturned;

public sealed class LobbyRoom
{
    public long Id { get; set; }
    public List<int> Users { get; set; } = [];
}

public interface ILobbyGroups { Task AddAsync(string connection, string group); Task NotifyJoinedAsync(string group, int user); }

public sealed class LobbyHub
{
    private readonly Dictionary<long, LobbyRoom> _rooms = [];
    private readonly SemaphoreSlim _roomLock = new(1, 1);
    private readonly ILobbyGroups _groups;

    public LobbyHub(ILobbyGroups groups) => _groups = groups;

    public async Task<LobbyRoom> JoinAsync(string connection, long id, int user)
    {
        await _roomLock.WaitAsync();
        try
        {
            if (!_rooms.TryGetValue(id, out var room))
                _rooms[id] = room = new LobbyRoom { Id = id };
            room.Users.Add(user);
            await _groups.NotifyJoinedAsync($"room:{id}", user);
            await _groups.AddAsync(connection, $"room:{id}");
            return JsonSerializer.Deserialize<LobbyRoom>(JsonSerializer.Serialize(room))!;
        }
        finally
        {
            _roomLock.Release();
        }
    }

    public async Task LeaveAsync(long id, int user)
    {
        await _roomLock.WaitAsync();
        try
        {
            if (_rooms.TryGetValue(id, out var room))
                room.Users.Remove(user);
        }
        finally
        {
            _roomLock.Release();
        }
    }
}
