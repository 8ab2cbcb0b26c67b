using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>The second test publishes what is still missing.</summary>
public class CheckAgainTests
{
    [Theory]
    [InlineData(
        "if ({R:_conn is null:R})\n        {\n            {W:_conn = {S:await OpenAsync():S}:W};\n        }\n        return _conn;",
        "if (_conn is null)\n        {\n            var open = await OpenAsync();\n            if (_conn is null)\n            {\n                _conn = open;\n            }\n        }\n        return _conn;")]
    [InlineData(
        "if ({R:_conn == null:R})\n            {W:_conn = {S:await OpenAsync():S}:W}; // once\n        return _conn;",
        "if (_conn == null)\n        {\n            var open = await OpenAsync();\n            if (_conn == null)\n                _conn = open; // once\n        }\n        return _conn;")]
    [InlineData(
        "if ({R:_conn is null:R})\n        {\n            var conn = {S:await OpenAsync():S};\n\n            // publish\n            {W:_conn = conn:W};\n            return conn;\n        }\n        return _conn;",
        "if (_conn is null)\n        {\n            var conn = await OpenAsync();\n\n            // publish\n            if (_conn is null)\n            {\n                _conn = conn;\n            }\n            return _conn;\n        }\n        return _conn;")]
    [InlineData(
        "if ({R:_conn is null:R})\n        {\n            {W:_conn = {S:await OpenAsync():S}:W};\n            Opened++;\n        }\n        return _conn;",
        "if (_conn is null)\n        {\n            var open = await OpenAsync();\n            if (_conn is null)\n            {\n                _conn = open;\n                Opened++;\n            }\n        }\n        return _conn;")]
    [InlineData(
        "if ({R:_conn is null:R} && await AllowedAsync())\n        {\n            {W:_conn = {S:await OpenAsync():S}:W};\n        }\n        return _conn!;",
        "if (_conn is null && await AllowedAsync())\n        {\n            var open = await OpenAsync();\n            if (_conn is null)\n            {\n                _conn = open;\n            }\n        }\n        return _conn!;")]
    [InlineData(
        "return {W:{R:_conn:R} ??= {S:await OpenAsync():S}:W};",
        "if (_conn is null)\n        {\n            var open = await OpenAsync();\n            _conn ??= open;\n        }\n        return _conn;")]
    [InlineData(
        "{W:{R:_conn:R} ??= {S:await OpenAsync():S}:W}; // once\n        return _conn;",
        "if (_conn is null)\n        {\n            var open = await OpenAsync();\n            _conn ??= open;\n        } // once\n        return _conn;")]
    [InlineData(
        "var conn = {W:{R:_conn:R} ??= {S:await OpenAsync():S}:W};\n        return conn;",
        "if (_conn is null)\n        {\n            var open = await OpenAsync();\n            _conn ??= open;\n        }\n        var conn = _conn;\n        return conn;")]
    [InlineData(
        "if ({R:_conn is not null:R}) return _conn;\n        {W:_conn = {S:await OpenAsync():S}:W};\n        return _conn;",
        "if (_conn is not null) return _conn;\n        var open = await OpenAsync();\n        if (_conn is not null) return _conn;\n        _conn = open;\n        return _conn;")]
    public Task The_first_one_stays(string before, string after) =>
        Shape.Becomes(Fixing.CheckAgain, Pool(before), Pool(after), member: "_conn");

    [Theory]
    [InlineData(
        "if (!{R:_byKey.ContainsKey(key):R})\n        {\n            {W:_byKey[key] = {S:await OpenAsync():S}:W};\n        }\n        return _byKey[key];",
        "if (!_byKey.ContainsKey(key))\n        {\n            var open = await OpenAsync();\n            if (!_byKey.ContainsKey(key))\n            {\n                _byKey[key] = open;\n            }\n        }\n        return _byKey[key];")]
    [InlineData(
        "if ({R:_byKey.TryGetValue(key, out var conn):R})\n        {\n            return conn;\n        }\n\n        conn = {S:await OpenAsync():S};\n        {W:_byKey.Add(key, conn):W};\n        return conn;",
        "if (_byKey.TryGetValue(key, out var conn))\n        {\n            return conn;\n        }\n\n        conn = await OpenAsync();\n        if (_byKey.TryGetValue(key, out var existing))\n        {\n            return existing;\n        }\n\n        _byKey.Add(key, conn);\n        return conn;")]
    [InlineData(
        "if (!{R:_byKey.TryGetValue(key, out var conn):R})\n        {\n            conn = {S:await OpenAsync():S};\n            {W:_byKey[key] = conn:W};\n        }\n        return conn;",
        "if (!_byKey.TryGetValue(key, out var conn))\n        {\n            conn = await OpenAsync();\n            if (_byKey.TryGetValue(key, out var existing))\n            {\n                conn = existing;\n            }\n            else\n            {\n                _byKey[key] = conn;\n            }\n        }\n        return conn;")]
    public Task The_one_who_is_late_takes_what_is_there(string before, string after) =>
        Shape.Becomes(Fixing.CheckAgain, Pool(before), Pool(after), member: "_byKey");

    [Fact]
    public Task A_nullable_number_keeps_its_type() => Shape.Becomes(Fixing.CheckAgain,
        """
        public class Ids
        {
            private int? _id;

            public async Task<int> GetAsync(Func<Task<int>> look) => {W:{R:_id:R} ??= {S:await look():S}:W};
        }
        """,
        """
        public class Ids
        {
            private int? _id;

            public async Task<int> GetAsync(Func<Task<int>> look)
            {
                if (_id is null)
                {
                    var value = await look();
                    _id ??= value;
                }

                return _id.Value;
            }
        }
        """, member: "_id");

    [Fact]
    public Task An_element_is_taken_only_if_one_is_left() => Shape.Becomes(Fixing.CheckAgain,
        """
        public class Outbox(Func<Task> connect)
        {
            private readonly Queue<string> _queue = new();
            public List<string> Sent = new();

            public async Task SendAsync()
            {
                if ({R:_queue.Count:R} > 0)
                {
                    {S:await connect():S};
                    Sent.Add({W:_queue.Dequeue():W});
                }
            }
        }
        """,
        """
        public class Outbox(Func<Task> connect)
        {
            private readonly Queue<string> _queue = new();
            public List<string> Sent = new();

            public async Task SendAsync()
            {
                if (_queue.Count > 0)
                {
                    await connect();
                    if (_queue.Count > 0)
                    {
                        Sent.Add(_queue.Dequeue());
                    }
                }
            }
        }
        """, member: "_queue");

    [Fact]
    public Task A_loser_does_not_say_that_it_has_done_it() => Shape.Becomes(Fixing.CheckAgain,
        """
        public class Users(Func<string, Task<int>> create)
        {
            private readonly Dictionary<string, int> _ids = new();

            public async Task<bool> RegisterAsync(string name)
            {
                if (!{R:_ids.ContainsKey(name):R})
                {
                    {W:_ids.Add(name, {S:await create(name):S}):W};
                    return true;
                }
                return false;
            }
        }
        """,
        """
        public class Users(Func<string, Task<int>> create)
        {
            private readonly Dictionary<string, int> _ids = new();

            public async Task<bool> RegisterAsync(string name)
            {
                if (!_ids.ContainsKey(name))
                {
                    var value = await create(name);
                    if (!_ids.ContainsKey(name))
                    {
                        _ids.Add(name, value);
                        return true;
                    }
                }
                return false;
            }
        }
        """, member: "_ids");

    [Fact]
    public Task What_is_added_because_there_is_room_is_not_dropped() => Shape.IsRefused(Fixing.CheckAgain, """
        public class Room(Func<Task<string>> next)
        {
            private readonly List<string> _guests = new();

            public async Task AdmitAsync()
            {
                if ({R:_guests.Count:R} < 3)
                    {W:_guests.Add({S:await next():S}):W};
            }
        }
        """, member: "_guests");

    [Theory]
    [InlineData("if ({R:_conn is null:R}) { {S:await SaveAsync():S}; {W:_conn = new Conn():W}; } return _conn!;")]
    [InlineData("if ({R:_conn is null:R}) { {W:_conn = {S:await SendConnAsync():S}:W}; } return _conn!;")]
    [InlineData("if ({R:_conn is null:R}) { {W:_conn = {S:await CountedAsync():S}:W}; } return _conn!;")]
    [InlineData("if ({R:_conn is null:R}) { await SaveAsync(); {W:_conn = {S:await OpenAsync():S}:W}; } return _conn!;")]
    [InlineData("if ({R:_conn is null:R}) { var c = {S:await OpenAsync():S}; {W:_conn = c:W}; Use(c); } Use(_conn!); return _conn!;", true)]
    [InlineData("Conn? c = null; if ({R:_conn is null:R}) { c = {S:await OpenAsync():S}; {W:_conn = c:W}; } return c!;")]
    [InlineData("while ({R:_conn is null:R}) { {W:_conn = {S:await OpenAsync():S}:W}; } return _conn!;")]
    [InlineData("if (_conn is null) { if ({R:_conn:R} is null) { var c = {S:await ReceiveConnAsync():S}; {W:_conn = c:W}; } } return _conn!;")]
    [InlineData("if ({R:_count:R} < 3) { {S:await OpenAsync():S}; {W:_count++:W}; } return _conn!;")]
    public async Task A_deed_is_not_undone_by_a_second_test(string statements, bool offered = false)
    {
        var keys = await new Fixing { Source = Pool(statements), Member = statements.Contains("_count") ? "_count" : "_conn", Kinds = FixKinds.CheckAgain }.OfferedAsync();
        Assert.Equal(offered ? new[] { Fixing.CheckAgain } : Array.Empty<string>(), keys);
    }

    [Fact]
    public Task What_has_to_be_disposed_is_not_dropped() => Shape.IsRefused(Fixing.CheckAgain, """
        public class Pool(Func<Task<MemoryStream>> open)
        {
            private MemoryStream? _stream;

            public async Task<MemoryStream> GetAsync()
            {
                if ({R:_stream is null:R})
                    {W:_stream = {S:await open():S}:W};
                return _stream;
            }
        }
        """, member: "_stream");

    [Fact]
    public Task What_another_member_invalidates_would_come_back() => Shape.IsRefused(Fixing.CheckAgain, """
        public class Pool(Func<Task<string>> load)
        {
            private string? _text;

            public async Task<string> GetAsync()
            {
                if ({R:_text is null:R})
                    {W:_text = {S:await load():S}:W};
                return _text;
            }

            public void Invalidate() => _text = null;
        }
        """, member: "_text");

    private static string Pool(string statements) => $$"""
        public class Conn { }

        public class Pool
        {
            private readonly Dictionary<string, Conn> _byKey = new();
            private Conn? _conn;
            private int _count;
            public int Opened;

            public async Task<Conn> GetAsync(string key)
            {
                {{statements}}
            }

            private static Task<Conn> OpenAsync() => Task.FromResult(new Conn());
            private static Task<Conn> SendConnAsync() => Task.FromResult(new Conn());
            private Task<Conn> CountedAsync() { Opened++; return Task.FromResult(new Conn()); }
            private static Task<Conn> ReceiveConnAsync() => Task.FromResult(new Conn());
            private static Task<bool> AllowedAsync() => Task.FromResult(true);
            private static Task SaveAsync() => Task.CompletedTask;
            private static void Use(Conn conn) { }
        }

        """;

    [Theory]
    [InlineData(
        "lock (_gate)\n        {\n            if (_cache.TryGetValue(key, out var known))\n                return known;\n        }\n        var page = await load(key);\n        lock (_gate)\n        {\n            _cache[key] = page;\n        }\n        return page;",
        "lock (_gate)\n        {\n            if (_cache.TryGetValue(key, out var known))\n                return known;\n        }\n        var page = await load(key);\n        lock (_gate)\n        {\n            if (_cache.TryGetValue(key, out var existing))\n                return existing;\n            _cache[key] = page;\n        }\n        return page;")]
    [InlineData(
        "lock (_gate)\n        {\n            if (_first is not null) return _first;\n        }\n        var page = await load(key);\n        lock (_gate)\n            _first = page;\n        return page;",
        "lock (_gate)\n        {\n            if (_first is not null) return _first;\n        }\n        var page = await load(key);\n        lock (_gate)\n        {\n            if (_first is not null) return _first;\n            _first = page;\n        }\n        return page;")]
    public Task Where_a_lock_is_taken_again_it_is_tested_again(string before, string after) => Mended.Becomes("ASA0102", Fixing.CheckAgain, Pages(before), Pages(after));

    [Theory]
    [InlineData("lock (_gate) { if (_first is not null) return _first; } var page = await load(key); lock (_other) { _first = page; } return page;")]
    [InlineData("lock (_gate) { if (_first is not null) return _first; } var page = await load(key); _first = page; return page;")]
    public Task Another_lock_or_none_is_not_enough(string statements) => Mended.IsRefused("ASA0102", Fixing.CheckAgain, Pages(statements));

    private static string Pages(string statements) => $$"""
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;

        public sealed class Page;

        public sealed class Pages(Func<string, Task<Page>> load)
        {
            private readonly object _gate = new();
            private readonly object _other = new();
            private readonly Dictionary<string, Page> _cache = new();
            private Page? _first;

            public Page? First { get { lock (_gate) { lock (_other) return _first; } } }

            public async Task<Page> GetAsync(string key)
            {
                {{statements}}
            }
        }

        """.ReplaceLineEndings("\n");
}
