using System.Text;

namespace Real.WabbajackIndexWriter;

public sealed class IndexedFile { public required string Path; public long Size; public void Write(BinaryWriter writer) { writer.Write(Path); writer.Write(Size); } }

public static class Sequences
{
    public static void Do<T>(this IEnumerable<T> items, Action<T> action)
    {
        foreach (var item in items)
            action(item);
    }

    public static async Task DoAsync<T>(this IEnumerable<T> items, Func<T, Task> action)
    {
        foreach (var item in items)
            await action(item);
    }

    public static Task<TResult[]> MapAsync<T, TResult>(this IEnumerable<T> items, Func<T, TResult> map) =>
        Task.WhenAll(items.Select(item => Task.Run(() => map(item))));
}

public sealed class IndexContext
{
    private readonly List<IndexedFile> _files = [];

    public void Add(IndexedFile file) => _files.Add(file);

    public async Task WriteToAsync(string path)
    {
        await using var stream = File.Create(path);
        await using var writer = new BinaryWriter(stream, Encoding.UTF8, true);
        writer.Write((ulong)_files.Count);

        var blocks = await _files.MapAsync(file =>
        {
            var block = new MemoryStream();
            using var blockWriter = new BinaryWriter(block, Encoding.UTF8, true);
            file.Write(blockWriter);
            return block;
        });

        await blocks.DoAsync(async block =>
        {
            writer.Write(block.Position);
            block.Position = 0;
            await block.CopyToAsync(stream);
        });
    }
}
