using System.Collections.Concurrent;

namespace Real.ImpostorJoin;

public enum JoinResult { Joined, Full, Started, Failed }
public sealed class Player { public required int Id { get; init; } public Room? Room { get; set; } }
public interface IRoomEvents { ValueTask<bool> JoiningAsync(Room room, Player player); }

// messages of all connections are handled on the pool
public sealed class Room
{
    private readonly ConcurrentDictionary<int, Player> _players = new();
    private readonly IRoomEvents _events;

    public Room(IRoomEvents events, int maximum)
    {
        _events = events;
        Maximum = maximum;
    }

    public int Maximum { get; }
    public bool Started { get; private set; }

    public void Start() => Started = true;

    public async ValueTask<JoinResult> AddAsync(Player player)
    {
        if (player.Room != this && _players.Count >= Maximum)
            return JoinResult.Full;
        if (Started)
            return JoinResult.Started;

        if (!await _events.JoiningAsync(this, player).ConfigureAwait(false))
            return JoinResult.Failed;

        player.Room = this;
        return _players.TryAdd(player.Id, player) ? JoinResult.Joined : JoinResult.Failed; // BUG: _players
    }

    public void Remove(Player player) => _players.TryRemove(player.Id, out _);
}
