// truth: racy
// why: two nodes are linked to one tail, and the first of them is lost
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_621;

public sealed class Node(string text)
{
    public string Text => text;
    public Node? Next;
}

public sealed class Journal(Func<Node, Task> save)
{
    private readonly Node _head = new("");
    private Node? _tail;

    public async Task AppendAsync(string text)
    {
        var tail = _tail ?? _head;
        var node = new Node(text);
        await save(node);
        tail.Next = node; // RACE: the tail of before the save
        _tail = node;
    }

    public int Length
    {
        get
        {
            var n = 0;
            for (var node = _head.Next; node != null; node = node.Next) n++;
            return n;
        }
    }
}
