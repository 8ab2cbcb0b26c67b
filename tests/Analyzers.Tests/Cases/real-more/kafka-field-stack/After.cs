namespace Real.KafkaFieldStack;

public sealed record FieldScope(string Path, object Owner);
public interface IFieldRule { Task<object> ApplyAsync(object value, string? path); }

// made for one message
public sealed class RuleContext
{
    private readonly Stack<FieldScope> _fields = new();

    public string? CurrentPath => _fields.Count > 0 ? _fields.Peek().Path : null;

    public void Enter(string path, object owner) => _fields.Push(new FieldScope(path, owner));

    public void Leave() => _fields.Pop();
}

public static class Transformer
{
    public static async Task<object> TransformAsync(RuleContext context, IFieldRule rule, string path, object value)
    {
        if (value is IEnumerable<object> items)
        {
            var result = new List<object>();
            var index = 0;
            foreach (var item in items)
            {
                result.Add(await TransformElementAsync(context, rule, $"{path}[{index}]", item).ConfigureAwait(false));
                index++;
            }
            return result;
        }
        return await rule.ApplyAsync(value, context.CurrentPath).ConfigureAwait(false);
    }

    private static async Task<object> TransformElementAsync(RuleContext context, IFieldRule rule, string path, object item)
    {
        context.Enter(path, item);
        try
        {
            return await TransformAsync(context, rule, path, item).ConfigureAwait(false);
        }
        finally
        {
            context.Leave();
        }
    }
}
