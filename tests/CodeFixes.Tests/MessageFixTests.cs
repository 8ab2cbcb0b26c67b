namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>What the fixes of a message that is changed after it was sent do, and where they are not offered.</summary>
public sealed class MessageFixTests
{
    private const string Rule = "ASA0301";
    private const string StartAnew = "ASA.StartAnew";
    private const string CreateInLoop = "ASA.CreateInLoop";
    private const string SendCopy = "ASA.SendCopy";

    [Fact]
    public Task A_list_is_left_to_the_receiver() => Becomes(StartAnew, "List<int>", "var l = new List<int> { 1 };\nw.TryWrite(l);\nl.Clear();", "var l = new List<int> { 1 };\nw.TryWrite(l);\nl = new();");

    [Fact]
    public Task A_list_that_was_made_with_settings_is_not() => IsRefused(StartAnew, "HashSet<string>", "var l = new HashSet<string>(StringComparer.Ordinal);\nw.TryWrite(l);\nl.Clear();");

    [Fact]
    public Task A_list_is_copied() => Becomes(SendCopy, "List<int>", "var l = new List<int> { 1 };\nw.TryWrite(l);\nl.Add(2);", "var l = new List<int> { 1 };\nw.TryWrite([.. l]);\nl.Add(2);");

    [Fact]
    public Task A_set_is_copied() => Becomes(SendCopy, "HashSet<int>", "var l = new HashSet<int> { 1 };\nw.TryWrite(l);\nl.Add(2);", "var l = new HashSet<int> { 1 };\nw.TryWrite(new HashSet<int>(l));\nl.Add(2);");

    [Fact]
    public Task A_dictionary_is_copied_with_its_comparer() => Becomes(SendCopy, "Dictionary<string, int>", "var l = new Dictionary<string, int>();\nw.TryWrite(l);\nl[\"\"] = 2;", "var l = new Dictionary<string, int>();\nw.TryWrite(new Dictionary<string, int>(l, l.Comparer));\nl[\"\"] = 2;");

    [Fact]
    public Task A_text_is_copied() => Becomes(SendCopy, "System.Text.StringBuilder", "var t = new System.Text.StringBuilder();\nw.TryWrite(t);\nt.Append(2);", "var t = new System.Text.StringBuilder();\nw.TryWrite(new System.Text.StringBuilder(t.ToString()));\nt.Append(2);");

    [Fact]
    public Task An_array_is_copied() => Becomes(SendCopy, "byte[]", "var b = new byte[9];\nw.TryWrite(b);\nb[0] = 1;", "var b = new byte[9];\nw.TryWrite(b.ToArray());\nb[0] = 1;");

    [Fact]
    public Task A_part_of_an_array_is_copied() => Becomes(SendCopy, "ReadOnlyMemory<byte>", "var b = new byte[9];\nw.TryWrite(b.AsMemory(0, 3));\nb[0] = 1;", "var b = new byte[9];\nw.TryWrite(b.AsMemory(0, 3).ToArray());\nb[0] = 1;");

    [Fact]
    public Task A_pooled_array_is_copied() => Becomes(SendCopy, "Packet", "var b = System.Buffers.ArrayPool<byte>.Shared.Rent(9);\nw.TryWrite(new Packet(1, b));\nSystem.Buffers.ArrayPool<byte>.Shared.Return(b);", "var b = System.Buffers.ArrayPool<byte>.Shared.Rent(9);\nw.TryWrite(new Packet(1, b.ToArray()));\nSystem.Buffers.ArrayPool<byte>.Shared.Return(b);");

    [Fact]
    public Task A_record_is_copied() => Becomes(SendCopy, "Point", "var p = new Point();\nw.TryWrite(p);\np.X = 1;", "var p = new Point();\nw.TryWrite(p with { });\np.X = 1;");

    [Fact]
    public Task A_record_is_copied_with_its_list() => Becomes(SendCopy, "Track", "var t = new Track();\nw.TryWrite(t);\nt.Points.Add(1);", "var t = new Track();\nw.TryWrite(t with { Points = [.. t.Points] });\nt.Points.Add(1);");

    [Fact]
    public Task A_class_is_copied_member_by_member() => Becomes(SendCopy, "Order", "var o = new Order();\nw.TryWrite(o);\no.Id = 1;", "var o = new Order();\nw.TryWrite(new Order { Id = o.Id, Lines = [.. o.Lines] });\no.Id = 1;");

    [Fact]
    public Task A_class_whose_parts_can_change_is_not() => IsRefused(SendCopy, "Parent", "var o = new Parent();\nw.TryWrite(o);\no.Id = 1;");

    [Fact]
    public Task A_list_of_what_can_change_is_not() => IsRefused(SendCopy, "List<Order>", "var l = new List<Order>();\nw.TryWrite(l);\nl.Add(new Order());");

    [Fact]
    public Task A_message_is_made_in_each_turn() => Becomes(
        CreateInLoop,
        "Order",
        "var o = new Order();\nfor (var i = 0; i < 9; i++)\n{\n    o.Id = i;\n    w.TryWrite(o);\n}",
        "for (var i = 0; i < 9; i++)\n{\n    var o = new Order();\n    o.Id = i;\n    w.TryWrite(o);\n}");

    [Theory]
    [InlineData("var o = new Order();\nfor (var i = 0; i < 9; i++)\n{\n    o.Id += i;\n    w.TryWrite(o);\n}")]
    [InlineData("var o = new Order();\nfor (var i = 0; i < 9; i++)\n{\n    if (i > 3)\n        o.Id = i;\n    w.TryWrite(o);\n}")]
    [InlineData("var o = new Order();\nfor (var i = 0; i < 9; i++)\n{\n    o.Lines.Add(i);\n    w.TryWrite(o);\n}")]
    [InlineData("var o = new Order();\nfor (var i = 0; i < 9; i++)\n{\n    o.Id = i;\n    w.TryWrite(o);\n}\nConsole.WriteLine(o.Id);")]
    [InlineData("var n = 0;\nvar o = new Order { Id = n };\nfor (var i = 0; i < 9; i++)\n{\n    n = i;\n    o.Id = i;\n    w.TryWrite(o);\n}")]
    [InlineData("var o = new Order { Id = Console.Read() };\nfor (var i = 0; i < 9; i++)\n{\n    o.Id = i;\n    w.TryWrite(o);\n}")]
    public Task A_turn_that_needs_the_one_before_keeps_its_object(string body) => IsRefused(CreateInLoop, "Order", body);

    private static Task Becomes(string key, string message, string before, string after) =>
        Mended.Becomes(Rule, key, Source(message, before), Source(message, after));

    private static Task IsRefused(string key, string message, string body) => Mended.IsRefused(Rule, key, Source(message, body));

    private static string Source(string message, string body) =>
        $$"""
        using System.Threading.Channels;

        public sealed class Order
        {
            public int Id { get; set; }

            public List<int> Lines { get; set; } = [];
        }

        public sealed class Parent
        {
            public int Id { get; set; }

            public List<Order> Orders { get; set; } = [];
        }

        public sealed record Packet(int Id, byte[] Bytes);

        public sealed record Point
        {
            public int X { get; set; }
        }

        public sealed record Track
        {
            public List<int> Points { get; set; } = [];
        }

        public sealed class C
        {
            public void M(ChannelWriter<{{message}}> w)
            {
                {{body.Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }
        }

        """;
}
