using System.Reflection;
using System.Runtime.Loader;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.House;

/// <summary>An assembly with the analyzers' layers and one member in <c>Flow.Engine</c>, to see whether a check finds it.</summary>
internal static class WrongAssembly
{
    /// <summary>Compiles and loads it.</summary>
    /// <exception cref="InvalidOperationException">The member does not compile.</exception>
    public static Assembly With(string member)
    {
        var source = $$"""
            namespace AsyncStateAnalyzers.Model
            {
                internal class Event;
            }

            namespace AsyncStateAnalyzers.Knowledge.Tables
            {
                internal class Table
                {
                    public static int Count => 1;
                }

                internal sealed class MarkAttribute : System.Attribute;
            }

            namespace AsyncStateAnalyzers.Flow
            {
                internal sealed class Engine
                {
                    {{member}}
                }
            }
            """;
        var compilation = AnalyzerRunner.Compile(("Wrong.cs", source))
            .AddReferences(MetadataReference.CreateFromFile(typeof(Compilation).Assembly.Location));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }
}
