// truth: safe
// why: the parameter is a copy, and what is returned is not stored
// checked: 0 of 70 schedules violate

namespace Case_652;

public struct Position { public int X, Y; public int? Z; }

public sealed class Robot(Func<Task<int>> step)
{
    private readonly Position _start = new() { X = 1 };

    public Task<Position> PlanAsync() => MoveAsync(_start);

    private async Task<Position> MoveAsync(Position position)
    {
        position.X += await step();
        position.Y = position.X + await step();
        position.Z ??= await step();
        return position;
    }
}
